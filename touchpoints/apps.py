from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """Journey, desired experience, scripts."""

    name = "touchpoints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.viewer import register_own_touchpoints
        from brandpromise.sections import asked_of_me
        from touchpoints.cards import register_my_work
        from touchpoints.queries import own_touchpoint_ids
        from touchpoints.sections import my_touchpoints, promise_of_the_day

        register_own_touchpoints(own_touchpoint_ids)
        register_my_work("asked", 5, asked_of_me)
        register_my_work("promise", 10, promise_of_the_day)
        register_my_work("touchpoints", 20, my_touchpoints)
