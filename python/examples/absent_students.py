"""Les absents d'hier, groupe par groupe, pour l'administrateur. Yesterday's absent students, for the admin."""


def run_scenario():
    start = datetime.combine(today() - timedelta(days=1), time())
    absent = Attendance.query.filter(
        Attendance.present == False,  # noqa: E712
        Attendance.starts_at.between(start, start + timedelta(days=1)),
    ).order_by(Attendance.student_name).all()
    if not absent:
        return True, say("Personne n'était absent.", "Nobody was absent.")
    lines = [say("Absents d'hier :", "Absent yesterday:")]
    for verdict in absent:
        lines.append(f"• {verdict.student_name} — {verdict.session.course_title}")
    bot.send_to_admin("\n".join(lines))
    return True, f"{len(absent)}"
