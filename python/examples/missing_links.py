"""Les séances des prochaines 24 heures sans lien Zoom. The sessions of the next 24 hours without a Zoom link."""


def run_scenario():
    soon = Session.query.filter(
        Session.starts_at.between(now(), now() + timedelta(hours=24)),
        Session.status != "cancelled",
        Session.zoom_link.is_(None),
    ).order_by(Session.starts_at).all()
    if not soon:
        return True, say("Chaque séance a son lien.", "Each session has its link.")
    lines = [f"{session.starts_at:%H:%M} {session.course_title} ({session.coach_name})" for session in soon]
    bot.send_to_admin(say("⚠️ Sans lien Zoom :", "⚠️ Without a Zoom link:") + "\n" + "\n".join(lines))
    return True, say(f"{len(soon)} séance(s) sans lien", f"{len(soon)} session(s) without a link")
