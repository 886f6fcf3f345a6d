-- Writes down what an admin is about to do where that takes more than one step.
--
-- KEYS[1] the audit log
-- ARGV[1] key prefix   ARGV[2] actor   ARGV[3] action   ARGV[4] target   ARGV[5] details
--@include keys
--@include audit

write_audit(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
return 1
