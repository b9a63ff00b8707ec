"""Les présences des 30 derniers jours dans un classeur. The attendance of the last 30 days in a workbook."""


def run_scenario():
    since = now() - timedelta(days=30)
    verdicts = Attendance.query.filter(Attendance.starts_at >= since).order_by(Attendance.starts_at).all()
    rows = [
        {
            "Start": verdict.starts_at,
            "Student": verdict.student_name,
            "Present": verdict.present,
            "Minutes": verdict.minutes,
            "Share": round(verdict.share, 2),
        }
        for verdict in verdicts
    ]
    name = excel_processor.write_report("attendance", {"Attendance": rows})
    return True, f"{name}: {len(rows)}"
