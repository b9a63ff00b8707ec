"""Groupes que le bot ne peut plus joindre, ou sans séance cette semaine. Groups out of reach or without a session."""


def run_scenario():
    lost = Group.query.filter_by(active=False).order_by(Group.title).all()
    week = (Session.starts_at >= now()) & (Session.starts_at < now() + timedelta(days=7))
    idle = Group.query.filter(Group.active == True, ~Group.sessions.any(week)).all()  # noqa: E712
    if not lost and not idle:
        return True, say("Tous les groupes ont cours.", "All groups have classes.")
    lines = [f"⚠️ {group.title}" for group in lost] + [f"💤 {group.title}" for group in idle]
    bot.send_to_admin("\n".join(lines))
    return True, f"{len(lost)} + {len(idle)}"
