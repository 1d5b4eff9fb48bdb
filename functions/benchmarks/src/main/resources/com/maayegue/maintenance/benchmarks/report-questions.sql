-- What the weekly report asks a database, as one would ask it in the sqlite3 shell: nine weeks of 604,800,000 ms from FIRST.
.bail on
SELECT 'users', min(9, max(-1, (created_at - FIRST) / 604800000)), role, is_active, count(*) FROM users GROUP BY 2, 3, 4;
SELECT 'started', (created_at - FIRST) / 604800000, count(*) FROM user_progress WHERE created_at >= FIRST AND created_at < LAST GROUP BY 2;
SELECT 'completed', (completed_at - FIRST) / 604800000, content_type, count(*) FROM user_progress WHERE status = 'completed' AND completed_at >= FIRST AND completed_at < LAST GROUP BY 2, 3;
SELECT 'time', (coalesce(completed_at, updated_at) - FIRST) / 604800000, sum(time_spent) FROM user_progress WHERE coalesce(completed_at, updated_at) >= FIRST AND coalesce(completed_at, updated_at) < LAST AND time_spent BETWEEN 0 AND 604800 GROUP BY 2;
SELECT 'score', (completed_at - FIRST) / 604800000, avg(score) FROM user_progress WHERE status = 'completed' AND content_type = 'quiz' AND score BETWEEN 0 AND 100 AND completed_at >= FIRST AND completed_at < LAST GROUP BY 2;
SELECT 'active', week, count(*) FROM (SELECT (created_at - FIRST) / 604800000 AS week, user_id FROM user_progress WHERE created_at >= FIRST AND created_at < LAST UNION SELECT (completed_at - FIRST) / 604800000, user_id FROM user_progress WHERE status = 'completed' AND completed_at >= FIRST AND completed_at < LAST) GROUP BY week;
SELECT 'paid', (coalesce(completed_at, created_at) - FIRST) / 604800000, currency, payment_method, count(*), sum(amount) FROM payments WHERE status IN ('completed', 'refunded') AND coalesce(completed_at, created_at) >= FIRST AND coalesce(completed_at, created_at) < LAST GROUP BY 2, 3, 4;
SELECT 'changed', (updated_at - FIRST) / 604800000, currency, payment_method, status, count(*), sum(amount) FROM payments WHERE status IN ('failed', 'refunded') AND updated_at >= FIRST AND updated_at < LAST GROUP BY 2, 3, 4, 5;
SELECT 'pending', count(*) FROM payments WHERE status = 'pending';
SELECT 'new subscriptions', (created_at - FIRST) / 604800000, count(*) FROM subscriptions WHERE status <> 'pending' AND created_at >= FIRST AND created_at < LAST GROUP BY 2;
SELECT 'ended', (end_date - FIRST) / 604800000, count(*) FROM subscriptions WHERE status <> 'pending' AND end_date >= FIRST AND end_date < LAST GROUP BY 2;
SELECT 'subscriptions', value, count(*) FROM generate_series(1, 9), subscriptions WHERE status <> 'pending' AND start_date < FIRST + value * 604800000 AND end_date >= FIRST + value * 604800000 GROUP BY 2;
SELECT 'content', (created_at - FIRST) / 604800000, content_type, count(*) FROM user_created_content WHERE created_at >= FIRST AND created_at < LAST GROUP BY 2, 3;
SELECT 'waiting', count(*) FROM user_created_content WHERE status = 'draft';
SELECT 'quizzes', (created_at - FIRST) / 604800000, count(*) FROM quizzes WHERE created_at >= FIRST AND created_at < LAST GROUP BY 2;
SELECT 'moderated', strftime('%Y-%W', timestamp), count(*) FROM admin_logs WHERE action = 'content_moderate' GROUP BY 2;
SELECT 'top', display_name, experience_points, level, current_streak, (SELECT count(*) FROM user_progress p WHERE p.user_id = s.user_id AND p.status = 'completed' AND p.completed_at >= LAST - 604800000 AND p.completed_at < LAST) FROM user_statistics s JOIN users USING (user_id) WHERE is_active <> 0 ORDER BY experience_points DESC LIMIT 10;
SELECT 'newest', max(last_login), (SELECT max(updated_at) FROM user_statistics), (SELECT max(updated_at) FROM payments) FROM users;
