from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from reminders.reads import heartbeat, numbers
        from tracker import celery, checks  # noqa: F401
        from tracker.health import report_heartbeats
        from tracker.metrics import report_metrics

        report_heartbeats(heartbeat)
        report_metrics(numbers)
