from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("kuznetsk_report.accounts.urls")),
    path("admin/", admin.site.urls),
]


handler403 = "reports.views.errors.permission_denied"
