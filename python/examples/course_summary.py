"""Les cours et leurs séances à venir, dans le journal. The courses and their coming sessions, in the log."""


def run_scenario():
    courses = Course.query.order_by(Course.level, Course.name).all()
    for course in courses:
        coming = [session for session in course.sessions if session.starts_at > now()]
        days = ", ".join(f"{session.starts_at:%a %d/%m %H:%M}" for session in coming[:3])
        print(f"{course.level or '–':8} {course.name}: {len(coming)} {days}")
    return True, f"{len(courses)}"
