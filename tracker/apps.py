from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from reminders.reads import backlog, heartbeat, numbers
        from tracker import celery, checks  # noqa: F401
        from tracker.health import report_heartbeats, report_work
        from tracker.metrics import report_metrics

        report_heartbeats(heartbeat)
        report_work("reminders", backlog)
        report_metrics(numbers)
