"""Les heures de cours de chaque professeur ce mois-ci. The hours that each coach taught this month."""

from collections import defaultdict


def run_scenario():
    first = datetime.combine(today().replace(day=1), time())
    hours = defaultdict(float)
    taught = Session.query.filter(Session.starts_at >= first, Session.ends_at <= now(), Session.status != "cancelled")
    for session in taught:
        hours[session.coach_name] += (session.ends_at - session.starts_at).total_seconds() / 3600
    rows = [["Coach", "Hours"], *sorted([name, round(total, 2)] for name, total in hours.items())]
    excel_processor.write_report(f"hours {today():%Y-%m}", {"Hours": rows})
    return True, f"{len(hours)}"
