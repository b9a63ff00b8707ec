import type { Db } from "#database/open.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { coursesMeant } from "./course-rules.ts";
import { listCourses, type CourseInForce } from "./store.ts";
import { noSuchCourse, severalCourses } from "./texts.ts";

/** The one course in force that a person means by its id or a few words of its title. */
export async function findCourse(db: Db, written: string): Promise<Result<CourseInForce>> {
  const courses = await listCourses(db);
  const byId = courses.find((course) => course.id === written);
  if (byId !== undefined) return ok(byId);
  const [course, ...others] = coursesMeant(courses, written);
  if (course === undefined) return failed(noSuchCourse(written));
  return others.length === 0 ? ok(course) : failed(severalCourses(written, [course, ...others]));
}
