DROP TABLE "message_counts" CASCADE;--> statement-breakpoint
CREATE VIEW "public"."attendance_sheet" AS (
  select s.id as session_id, p.id as student_id, p.display_name as student, s.group_id, g.title as group_title,
    k.title as course_title, s.coach_id, h.name as coach, s.starts_at, s.ends_at, coalesce(a.present, false) as present,
    coalesce(a.minutes, 0) as minutes, coalesce(a.share, 0) as share, coalesce(a.late_by, 0) as late_by,
    coalesce(a.late, false) as late, coalesce(a.left_early_by, 0) as left_early_by,
    coalesce(a.left_early, false) as left_early, a.corrected_by, a.correction_reason
  from (
    select s.id as session_id, m.student_id from sessions s join memberships m on m.group_id = s.group_id
      and m.since <= s.starts_at and (m.left_at is null or m.left_at > s.starts_at)
    union
    select session_id, student_id from attendances where minutes > 0 or corrected_by is not null
  ) pair
  join sessions s on s.id = pair.session_id and s.status <> 'cancelled'
  join collections c on c.session_id = s.id
  join groups g on g.id = s.group_id
  join courses k on k.id = s.course_id
  join coaches h on h.id = s.coach_id
  join students p on p.id = pair.student_id and p.merged_into is null
  left join attendances a on a.session_id = s.id and a.student_id = p.id);