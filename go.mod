module resumebot

go 1.26
