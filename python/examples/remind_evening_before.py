"""La veille à 18 h, un mot pour chaque séance du lendemain. At 18:00 the evening before, a word for each session."""


def run_scenario():
    evening = datetime.combine(today(), time(18))
    tomorrow = Session.query.filter(
        Session.date == today() + timedelta(days=1), Session.status != "cancelled", Session.group_id.is_not(None)
    ).order_by(Session.starts_at).all()
    for session in tomorrow:
        db.session.add(
            ScheduledMessage(
                group_id=session.group_id,
                text=say("Demain :", "Tomorrow:") + "\n" + format_course_message(session),
                due_at=max(evening, now()),
                expires_at=session.starts_at,
            )
        )
    db.session.commit()
    return True, f"{len(tomorrow)}"
