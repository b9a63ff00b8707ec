"""Retire les messages de scénarios encore en attente. Takes back the scenarios' messages that still wait."""


def run_scenario():
    waiting = ScheduledMessage.query.filter(
        ScheduledMessage.kind == "custom", ScheduledMessage.status.in_(["planned", "held"])
    ).all()
    for message in waiting:
        db.session.delete(message)
    db.session.commit()
    return True, f"{len(waiting)}"
