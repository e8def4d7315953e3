"""What people have in Word and Excel comes in: bytes -> plain data. No database, no request, no Django.

guard.py admits or refuses by the bytes alone; process.py reads what was admitted in a child process with limits;
package.py, numbering.py, styles.py and word.py make text and tables of it, columns.py and table.py a report.
sheets.py reads the cells of a workbook, workbook.py a report of those that the portal handed out.
"""
