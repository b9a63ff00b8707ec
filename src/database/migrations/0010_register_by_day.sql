DROP VIEW "public"."attendance_sheet";--> statement-breakpoint
CREATE VIEW "public"."attendance_sheet" AS (
  select pair.session_id, p.id as student_id, p.display_name as student, pair.group_id, g.title as group_title,
    k.title as course_title, pair.coach_id, h.name as coach, pair.starts_at, pair.ends_at,
    coalesce(a.present, false) as present, coalesce(a.minutes, 0) as minutes, coalesce(a.share, 0) as share,
    coalesce(a.late_by, 0) as late_by, coalesce(a.late, false) as late, coalesce(a.left_early_by, 0) as left_early_by,
    coalesce(a.left_early, false) as left_early, a.corrected_by, a.correction_reason
  from (
    select s.id as session_id, m.student_id, s.group_id, s.course_id, s.coach_id, s.starts_at, s.ends_at
    from sessions s join collections c on c.session_id = s.id join memberships m on m.group_id = s.group_id
      and m.since <= s.starts_at and (m.left_at is null or m.left_at > s.starts_at) where s.status <> 'cancelled'
    union
    select s.id, a.student_id, s.group_id, s.course_id, s.coach_id, s.starts_at, s.ends_at
    from attendances a join sessions s on s.id = a.session_id join collections c on c.session_id = s.id
    where (a.minutes > 0 or a.corrected_by is not null) and s.status <> 'cancelled'
  ) pair
  join groups g on g.id = pair.group_id
  join courses k on k.id = pair.course_id
  join coaches h on h.id = pair.coach_id
  join students p on p.id = pair.student_id and p.merged_into is null
  left join attendances a on a.session_id = pair.session_id and a.student_id = p.id);