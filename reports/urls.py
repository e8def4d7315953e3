from django.urls import path

from .views import document, home, jobs, notices, report, row

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/open/", home.open_report, name="open-report"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/add-rows/", report.add_rows, name="add-rows"),
    path("reports/<int:pk>/document/", document.document, name="document"),
    path("reports/<int:pk>/document/<int:page>.png", document.document_page, name="document-page"),
    path("reports/<int:pk>/download/<str:file_format>/", document.download, name="download"),
    path("rows/<int:pk>/", row.row, name="row"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/status/", jobs.job_status, name="job-status"),
    path("jobs/<int:pk>/cancel/", jobs.cancel_job, name="cancel-job"),
    path("jobs/<int:pk>/download/", jobs.download_job, name="download-job"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/open/", notices.open_notice, name="open-notice"),
    path("notices/read/", notices.read_notices, name="read-notices"),
]
