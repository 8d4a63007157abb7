"""Plans, reports and summaries as text, JSON, HTML and wikitext; the one door to Jinja.

Pure: gives text, whole or in pieces, and writes it nowhere.
"""

from bot.render.jsonlines import (
    candidate_json,
    item_json,
    json_line,
    plan_json,
    summary_json,
)
from bot.render.outcomes import (
    OutcomeView,
    applied_json,
    count_words,
    outcome_json,
    outcome_word,
    run_json,
    swept_json,
)
from bot.render.reports import Report, ReportFormat, render_report, report_format
from bot.render.summaries import (
    TemplateFault,
    check_template,
    is_template,
    names_in,
    render_summary,
)
from bot.render.text import TextView, candidate_text, plan_text
from bot.render.webpage import plan_page

__all__ = [
    "OutcomeView",
    "Report",
    "ReportFormat",
    "TemplateFault",
    "TextView",
    "applied_json",
    "candidate_json",
    "candidate_text",
    "check_template",
    "count_words",
    "is_template",
    "item_json",
    "json_line",
    "names_in",
    "outcome_json",
    "outcome_word",
    "plan_json",
    "plan_page",
    "plan_text",
    "render_report",
    "render_summary",
    "report_format",
    "run_json",
    "summary_json",
    "swept_json",
]
