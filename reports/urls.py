from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/open/", views.open_report, name="open-report"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/add-rows/", views.add_rows, name="add-rows"),
    path("reports/<int:pk>/document/", views.document, name="document"),
    path("reports/<int:pk>/document/<int:page>.png", views.document_page, name="document-page"),
    path("reports/<int:pk>/download/<str:file_format>/", views.download, name="download"),
    path("rows/<int:pk>/", views.row, name="row"),
]
