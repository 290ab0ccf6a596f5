from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TouchpointsConfig(AppConfig):
    """Journey, desired experience, scripts."""

    name = "touchpoints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.roles import Can
        from accounts.viewer import register_own_touchpoints
        from brandpromise.sections import asked_of_me
        from operations.file_kinds import register_reader
        from operations.notice_kinds import register_notice_kind
        from programs import evidence
        from programs.beginnings import Beginning, register_beginning
        from touchpoints.cards import register_my_work
        from touchpoints.forms.starting import BeginningForm
        from touchpoints.queries import own_touchpoint_ids
        from touchpoints.queries.launches import open_musts
        from touchpoints.sections import my_ideas, my_mapping, my_place, my_touchpoints, promise_of_the_day
        from touchpoints.services import (
            backlog,
            designs,
            expiry,
            handing_over,
            ideas,
            initiatives,
            late_changes,
            launches,
            mental,
        )
        from touchpoints.services.holdings import register_holdings
        from touchpoints.views.maps.beginning import begin_with_template

        register_beginning("touchpoints.template", Beginning(BeginningForm, Can.EDIT_PROGRAMME, begin_with_template))
        evidence.register_requirement("launch", "touchpoints.launch", open_musts)
        evidence.register_passing("launch", "touchpoints.launch", launches.freeze_checklist)
        register_own_touchpoints(own_touchpoint_ids)
        for kind in (designs.EVIDENCE, initiatives.EVIDENCE):
            register_reader(kind, lambda viewer, file: viewer.can(Can.READ_PROGRAMME))
        register_holdings()
        register_notice_kind(handing_over.NOTICE, _("Something was handed over to me"))
        register_notice_kind(backlog.NOTICE, _("A script that did not fit"))
        register_notice_kind(expiry.NOTICE, _("A script that ends"))
        register_notice_kind(late_changes.NOTICE, _("A change that is late"))
        register_notice_kind(mental.NOTICE, _("Asked to draw the journey from memory"))
        register_notice_kind(ideas.NEW, _("A new idea at my touchpoint"))
        register_notice_kind(ideas.ANSWERED, _("An answer to my idea"))
        register_notice_kind(ideas.DISCUSSED, _("A word about my idea"))
        register_my_work("asked", 5, asked_of_me)
        register_my_work("promise", 10, promise_of_the_day)
        register_my_work("touchpoints", 20, my_touchpoints)
        register_my_work("mapping", 6, my_mapping)
        register_my_work("place", 25, my_place)
        register_my_work("ideas", 45, my_ideas)
