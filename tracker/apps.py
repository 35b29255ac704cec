from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from reminders.reads import heartbeat
        from tracker import celery, checks  # noqa: F401
        from tracker.health import report_heartbeats

        report_heartbeats(heartbeat)
