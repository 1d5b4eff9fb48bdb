-- maa_yegue_app.db, schema version 2: what the app creates on a phone.
-- "ms" = milliseconds since the epoch; "iso" = Dart's toIso8601String(), with or without Z; "day" = YYYY-MM-DD.
-- By hand: sqlite3 maa_yegue_app.db < schema-v2.sql

PRAGMA foreign_keys = ON;

CREATE TABLE users (
  user_id TEXT PRIMARY KEY,
  firebase_uid TEXT UNIQUE,
  email TEXT,
  display_name TEXT,
  role TEXT CHECK (role IN ('guest', 'student', 'teacher', 'admin')) DEFAULT 'student',
  subscription_status TEXT DEFAULT 'free', -- free, premium, vip, lifetime
  subscription_expires_at INTEGER, -- ms
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  last_login INTEGER, -- ms
  is_active INTEGER DEFAULT 1,
  is_default_admin INTEGER DEFAULT 0,
  auth_provider TEXT DEFAULT 'email',
  two_factor_enabled INTEGER DEFAULT 0,
  two_factor_enabled_at TEXT,
  two_factor_disabled_at TEXT,
  last_two_factor_verification TEXT,
  backup_codes TEXT, -- JSON
  backup_codes_generated_at TEXT,
  promoted_to_admin_at TEXT,
  demoted_from_admin_at TEXT,
  permissions TEXT, -- JSON
  profile_data TEXT, -- JSON
  fcm_token TEXT,
  fcm_token_updated_at TEXT
);

CREATE TABLE daily_limits (
  limit_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT, -- NULL for guests
  device_id TEXT,
  limit_date TEXT NOT NULL, -- day
  lessons_count INTEGER DEFAULT 0,
  readings_count INTEGER DEFAULT 0,
  quizzes_count INTEGER DEFAULT 0,
  created_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
  UNIQUE (user_id, limit_date),
  UNIQUE (device_id, limit_date)
);

CREATE TABLE user_progress (
  progress_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL,
  content_type TEXT CHECK (content_type IN ('lesson', 'quiz', 'translation', 'reading')) NOT NULL,
  content_id INTEGER NOT NULL,
  language_id TEXT,
  status TEXT CHECK (status IN ('started', 'in_progress', 'completed')) DEFAULT 'started',
  score REAL, -- 0-100
  time_spent INTEGER DEFAULT 0, -- seconds
  attempts INTEGER DEFAULT 0,
  completed_at INTEGER, -- ms
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE user_statistics (
  stat_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL UNIQUE,
  total_lessons_completed INTEGER DEFAULT 0,
  total_quizzes_completed INTEGER DEFAULT 0,
  total_words_learned INTEGER DEFAULT 0,
  total_readings_completed INTEGER DEFAULT 0,
  total_study_time INTEGER DEFAULT 0, -- seconds
  current_streak INTEGER DEFAULT 0,
  longest_streak INTEGER DEFAULT 0,
  last_activity_date TEXT, -- day
  level INTEGER DEFAULT 1,
  experience_points INTEGER DEFAULT 0,
  updated_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE quizzes (
  quiz_id INTEGER PRIMARY KEY AUTOINCREMENT,
  language_id TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT,
  difficulty_level TEXT CHECK (difficulty_level IN ('beginner', 'intermediate', 'advanced')),
  category_id TEXT,
  creator_id TEXT,
  is_official INTEGER DEFAULT 0,
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (creator_id) REFERENCES users (user_id) ON DELETE SET NULL
);

CREATE TABLE quiz_questions (
  question_id INTEGER PRIMARY KEY AUTOINCREMENT,
  quiz_id INTEGER NOT NULL,
  question_text TEXT NOT NULL,
  question_type TEXT CHECK (question_type IN ('multiple_choice', 'true_false', 'fill_blank', 'matching')) NOT NULL,
  correct_answer TEXT NOT NULL,
  options TEXT, -- JSON
  points INTEGER DEFAULT 1,
  explanation TEXT,
  order_index INTEGER DEFAULT 0,
  FOREIGN KEY (quiz_id) REFERENCES quizzes (quiz_id) ON DELETE CASCADE
);

CREATE TABLE user_created_content (
  content_id INTEGER PRIMARY KEY AUTOINCREMENT,
  creator_id TEXT NOT NULL,
  content_type TEXT CHECK (content_type IN ('lesson', 'quiz', 'translation', 'reading')) NOT NULL,
  title TEXT NOT NULL,
  content_data TEXT NOT NULL,
  language_id TEXT,
  category_id TEXT,
  status TEXT CHECK (status IN ('draft', 'published', 'archived')) DEFAULT 'draft',
  difficulty_level TEXT,
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (creator_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE favorites (
  favorite_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL,
  content_type TEXT CHECK (content_type IN ('translation', 'lesson', 'quiz')) NOT NULL,
  content_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
  UNIQUE (user_id, content_type, content_id)
);

CREATE TABLE app_metadata (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL -- ms
);

CREATE TABLE otp_codes (
  otp_id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL,
  hashed_code TEXT NOT NULL,
  expires_at TEXT NOT NULL, -- iso
  attempts INTEGER DEFAULT 0,
  created_at TEXT NOT NULL, -- iso
  method TEXT DEFAULT 'email',
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE admin_logs (
  log_id INTEGER PRIMARY KEY AUTOINCREMENT,
  action TEXT NOT NULL,
  user_id TEXT,
  admin_id TEXT,
  details TEXT, -- JSON
  timestamp TEXT NOT NULL, -- iso
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE SET NULL,
  FOREIGN KEY (admin_id) REFERENCES users (user_id) ON DELETE SET NULL
);

CREATE TABLE payments (
  payment_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  amount REAL NOT NULL,
  currency TEXT DEFAULT 'XAF',
  status TEXT CHECK (status IN ('pending', 'completed', 'failed', 'refunded')) DEFAULT 'pending',
  payment_method TEXT, -- campay, noupai, stripe
  transaction_id TEXT,
  reference TEXT,
  subscription_id TEXT,
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  completed_at INTEGER, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
);

CREATE TABLE subscriptions (
  subscription_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  plan_type TEXT NOT NULL,
  status TEXT CHECK (status IN ('active', 'expired', 'cancelled', 'pending')) DEFAULT 'pending',
  start_date INTEGER NOT NULL, -- ms
  end_date INTEGER NOT NULL, -- ms
  payment_id TEXT,
  auto_renew INTEGER DEFAULT 1,
  created_at INTEGER NOT NULL, -- ms
  updated_at INTEGER NOT NULL, -- ms
  FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
  FOREIGN KEY (payment_id) REFERENCES payments (payment_id) ON DELETE SET NULL
);

CREATE TABLE newsletter_subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT UNIQUE NOT NULL,
  subscribed_at INTEGER NOT NULL, -- ms
  is_active INTEGER DEFAULT 1,
  source TEXT DEFAULT 'mobile',
  language TEXT DEFAULT 'fr',
  tags TEXT,
  unsubscribed_at INTEGER -- ms
);

-- subscriptions.payment_id has no index: the app forgot it, and the index check has to say so.
CREATE INDEX idx_users_firebase_uid ON users (firebase_uid);
CREATE INDEX idx_users_role ON users (role);
CREATE INDEX idx_users_email ON users (email);
CREATE INDEX idx_daily_limits_date ON daily_limits (limit_date);
CREATE INDEX idx_daily_limits_device ON daily_limits (device_id);
CREATE INDEX idx_user_progress_user ON user_progress (user_id);
CREATE INDEX idx_user_progress_content ON user_progress (content_type, content_id);
CREATE INDEX idx_user_statistics_user ON user_statistics (user_id);
CREATE INDEX idx_quizzes_language ON quizzes (language_id);
CREATE INDEX idx_quizzes_creator ON quizzes (creator_id);
CREATE INDEX idx_quiz_questions_quiz ON quiz_questions (quiz_id);
CREATE INDEX idx_user_content_creator ON user_created_content (creator_id);
CREATE INDEX idx_user_content_type ON user_created_content (content_type);
CREATE INDEX idx_favorites_user ON favorites (user_id);
CREATE INDEX idx_otp_codes_user ON otp_codes (user_id);
CREATE INDEX idx_otp_codes_expires ON otp_codes (expires_at);
CREATE INDEX idx_admin_logs_user ON admin_logs (user_id);
CREATE INDEX idx_admin_logs_admin ON admin_logs (admin_id);
CREATE INDEX idx_admin_logs_timestamp ON admin_logs (timestamp);
CREATE INDEX idx_payments_user ON payments (user_id);
CREATE INDEX idx_payments_status ON payments (status);
CREATE INDEX idx_subscriptions_user ON subscriptions (user_id);
CREATE INDEX idx_subscriptions_status ON subscriptions (status);
CREATE INDEX idx_newsletter_email ON newsletter_subscriptions (email);
CREATE INDEX idx_newsletter_active ON newsletter_subscriptions (is_active);

-- Dated to the day version 2 came out, so that the same script makes the same file.
INSERT INTO app_metadata (key, value, updated_at) VALUES
  ('db_version', '2', 1759276800000),
  ('created_at', '1759276800000', 1759276800000),
  ('total_languages', '7', 1759276800000),
  ('last_backup', '', 1759276800000);
