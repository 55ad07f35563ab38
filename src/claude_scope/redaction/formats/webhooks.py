"""Addresses that accept messages from anyone who knows them: webhooks of chats, automations and monitoring."""

from __future__ import annotations

_UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

WEBHOOKS = (
    (
        "Slack webhook",
        "hooks.slack",
        r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/([A-Za-z0-9/+_-]{10,200})",
    ),
    ("webhook", "discord", r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/(\d{8,24}/[A-Za-z0-9_-]{30,120})"),
    ("webhook", "office.com", r"(?:webhook|outlook)\.office\.com/webhook(?:b2)?/([A-Za-z0-9/@_-]{30,300})"),
    ("webhook", "zapier", r"hooks\.zapier\.com/hooks/(?:standard|catch)/\d{1,12}/([A-Za-z0-9]{4,60})"),
    (
        "webhook",
        "ifttt",
        r"maker\.ifttt\.com/(?:trigger/[^/\s]{1,80}/(?:json/)?with|use)/(?:key/)?([A-Za-z0-9_-]{20,80})",
    ),
    ("API key", "infura", r"infura\.io/(?:ws/)?v3/([0-9a-f]{32})"),
    ("API key", "alchemy", r"alchemy(?:api)?\.(?:com|io)/v2/([A-Za-z0-9_-]{20,64})"),
    ("bot token", "telegram", r"telegram\.org/(?:file/)?bot([0-9]{5,16}:[A-Za-z0-9_-]{10,80})"),
    ("webhook", "chat.googleapis", r"chat\.googleapis\.com/v1/spaces/[^\s?]{1,80}\?([^\s\x22'<>#]{20,400})"),
    ("webhook", "hook.", r"hook\.(?:[a-z0-9-]{1,20}\.)?(?:make|integromat)\.(?:com|celonis\.com)/([A-Za-z0-9]{20,60})"),
    ("webhook", "open-apis/bot", r"/open-apis/bot/(?:v2/)?hook/([A-Za-z0-9-]{16,80})"),
    ("webhook", "qyapi.weixin", r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9-]{16,80})"),
    ("webhook", "dingtalk", r"oapi\.dingtalk\.com/robot/send\?access_token=([A-Za-z0-9]{16,100})"),
    ("webhook", "/webhook", rf"/webhook(?:-test|-waiting)?/({_UUID})"),
    ("webhook", "/api/webhook/", r"/api/webhook/(?=[A-Za-z_-]{0,60}[0-9])([A-Za-z0-9_-]{20,120})"),
    (
        "webhook",
        "/hooks/",
        r"/hooks/(?=[a-z]{0,25}[0-9])([a-z0-9]{26}|[A-Za-z0-9]{15,24}/[A-Za-z0-9]{30,80})(?![A-Za-z0-9_-])",
    ),
    (
        "webhook",
        "azure",
        r"(?:logic\.azure|powerplatform)\.com[^\s?\x22'<>]{1,300}\?[^\s\x22'<>#]{0,200}?sig=([A-Za-z0-9%_-]{20,100})",
    ),
    ("webhook", "pipedream", r"([a-z0-9]{10,40})\.m\.pipedream\.net"),
    ("webhook", "pagerduty", r"events\.(?:eu\.)?pagerduty\.com/integration/([0-9a-zA-Z]{20,40})"),
    ("webhook", "hc-ping", rf"hc-ping\.com/({_UUID}|[A-Za-z0-9_-]{{22}})"),
    ("webhook", "/api/push/", r"/api/push/([A-Za-z0-9]{10,40})(?![A-Za-z0-9])"),
    ("webhook", "/integrations/v1/", r"/integrations/v1/[a-z_]{3,40}/([A-Za-z0-9]{20,60})"),
)
"""URLs with a secret part: the hint, a text that each match contains, and the pattern for Python and JavaScript."""
