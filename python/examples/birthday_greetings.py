"""Souhaite les anniversaires du jour, lus dans la feuille « Birthdays » du classeur (Name, Birthday, Group).

Wishes today's birthdays, read from the sheet "Birthdays" of the workbook.
"""


def run_scenario():
    if "Birthdays" not in excel_processor.sheet_names():
        return True, say("Le classeur n'a pas de feuille Birthdays.", "The workbook has no sheet Birthdays.")
    wished = 0
    for row in excel_processor.read_sheet("Birthdays"):
        # Excel gives a day as text such as 2011-04-05; the year does not matter.
        if not str(row.get("Birthday") or "")[5:10] == f"{today():%m-%d}":
            continue
        group = Group.query.filter_by(title=row["Group"], active=True).first()
        if group is None:
            logger.warning("no group %s for %s", row["Group"], row["Name"])
            continue
        name = row["Name"]
        bot.send_message(group, f"🎂 Joyeux anniversaire {name} !" if group.language == "fr" else f"🎂 Happy birthday {name}!")
        wished += 1
    return True, f"{wished}"
