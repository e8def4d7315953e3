from django.urls import path, register_converter

from .converters import ItemNumberConverter
from .views import charts, document, executor, history, home, item, register, report, review, row, submission

register_converter(ItemNumberConverter, "item")
_CHARTS = "plans/<slug:slug>/<int:year>/charts/"

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/open/", home.open_report, name="open-report"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/add-rows/", report.add_rows, name="add-rows"),
    path("reports/<int:pk>/submit/", submission.submit, name="submit"),
    path("reports/<int:pk>/review/", review.review, name="review"),
    path("reports/<int:pk>/decide/", review.decide, name="decide"),
    path("reports/<int:pk>/reopen/", review.reopen, name="reopen"),
    path("reports/<int:pk>/history/", history.history, name="history"),
    path("reports/<int:pk>/document/", document.document, name="document"),
    path("reports/<int:pk>/document/<int:page>.png", document.document_page, name="document-page"),
    path("reports/<int:pk>/download/<str:file_format>/", document.download, name="download"),
    path("rows/<int:pk>/", row.row, name="row"),
    path("plans/<slug:slug>/<int:year>/items/<item:number>/", item.item, name="item"),
    path("plans/<slug:slug>/executors/<slug:organization>/", executor.executor, name="executor"),
    path(_CHARTS, charts.charts, name="charts"),
    path(f"{_CHARTS}submissions.png", charts.submissions_picture, name="chart-submissions"),
    path(f"{_CHARTS}<item:number>/<slug:code>/years.png", charts.years_picture, name="chart-years"),
    path(f"{_CHARTS}<item:number>/<slug:code>/spread.png", charts.spread_picture, name="chart-spread"),
    path("rows/<int:pk>/review/", review.review_row, name="review-row"),
    path("documents/", register.register, name="register"),
    path("documents/issued/", register.issued, name="issued"),
    path("documents/issued/<int:pk>/", register.issued_file, name="issued-file"),
    path("documents/verify/", register.verify, name="verify"),
    path("receipts/", submission.receipts, name="receipts"),
    path("receipts/<int:pk>/", submission.receipt, name="receipt"),
    path("receipts/<int:pk>/pdf/", submission.receipt_file, name="receipt-file"),
]
