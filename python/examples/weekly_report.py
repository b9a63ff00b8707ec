"""Chaque semaine : ce qui s'est passé, pour l'administrateur. Every week: what happened, for the admin."""


def run_scenario():
    since = now() - timedelta(days=7)
    sessions = Session.query.filter(Session.starts_at >= since, Session.starts_at < now())
    held = sessions.filter(Session.status != "cancelled").count()
    cancelled = sessions.filter_by(status="cancelled").count()
    verdicts = Attendance.query.filter(Attendance.starts_at >= since).all()
    present = sum(1 for verdict in verdicts if verdict.present)
    failed = Run.query.filter(Run.started_at >= since, Run.outcome == "failed").count()
    share = f"{100 * present / len(verdicts):.0f} %" if verdicts else "–"
    lines = [
        say("📊 La semaine de l'école", "📊 The school's week"),
        say(f"Séances tenues : {held}, annulées : {cancelled}", f"Sessions held: {held}, cancelled: {cancelled}"),
        say(f"Présences : {present} ({share})", f"Attendances: {present} ({share})"),
        say(f"Exécutions échouées : {failed}", f"Failed runs: {failed}"),
    ]
    bot.send_to_admin("\n".join(lines))
    return True, f"{held} sessions, {present} attendances"
