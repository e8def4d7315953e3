"""The report as a document: content.py gathers it, docx.py, pdf.py and xlsx.py set it."""
