from django.urls import path

from .views import document, home, matrix, report, row

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/open/", home.open_report, name="open-report"),
    path("plans/<slug:slug>/matrix/", matrix.matrix, name="matrix"),
    path("plans/<slug:slug>/matrix/download/<str:file_format>/", matrix.matrix_file, name="matrix-file"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/add-rows/", report.add_rows, name="add-rows"),
    path("reports/<int:pk>/document/", document.document, name="document"),
    path("reports/<int:pk>/document/<int:page>.png", document.document_page, name="document-page"),
    path("reports/<int:pk>/download/<str:file_format>/", document.download, name="download"),
    path("rows/<int:pk>/", row.row, name="row"),
]
