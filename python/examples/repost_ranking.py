"""Renvoie le dernier classement de chaque groupe d'un niveau. Sends the newest ranking of each group of a level."""

LEVEL = "BBG"


def run_scenario():
    sent = 0
    for group in Group.query.filter(Group.active == True, Group.courses.any(level=LEVEL)):  # noqa: E712
        ranking = Ranking.query.filter_by(group_id=group.id).order_by(Ranking.to_at.desc()).first()
        if ranking is None:
            print("no ranking yet:", group.title)
            continue
        bot.send_ranking_message(group, ranking, say("Le classement, pour mémoire", "The ranking, once more"))
        sent += 1
    return True, f"{sent}"
