#!/usr/bin/perl
# Talks to the Cluster::Init door with nothing but Perl's core modules: framing by hand, bodies by Storable.
use strict;
use warnings;
use IO::Socket::UNIX;
use Storable qw(nfreeze thaw);
use Time::HiRes qw(sleep);

$| = 1;
alarm 120;    # a test that hangs must not hang for ever
my %do = (
    tell => \&tell, number => \&tell_number, characters => \&tell_characters, slow => \&slow, many => \&many,
    raw => \&raw, silent => \&silent, freeze => \&freeze, thaw => \&show_thawed, hangup => \&hangup, half => \&half,
    wait => \&wait_for_end,
);
my $what = shift @ARGV // '';
($do{$what} or die "usage: $0 " . join('|', sort keys %do) . " ...\n")->(@ARGV);

sub dial { IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $_[0]) or die "connect $_[0]: $!\n" }

sub frame { my $body = nfreeze([@_]); sprintf('%08d', length $body) . $body }

sub put {
    my ($socket, $bytes) = @_;
    while (length $bytes) {
        my $n = syswrite($socket, $bytes) // die "write: $!\n";
        substr($bytes, 0, $n) = '';
    }
}

# All that comes until the daemon closes.
sub drain {
    my ($socket) = @_;
    my $all = '';
    while (1) {
        my $n = sysread($socket, my $part, 65536);
        return $all if !$n;
        $all .= $part;
    }
}

# The values of one reply; dies unless there is exactly one frame.
sub unframe {
    my ($bytes) = @_;
    length $bytes >= 8 or die "no reply\n";
    my $length = substr($bytes, 0, 8);
    $length =~ /^\d{8}$/ && length($bytes) == 8 + $length or die "bad frame: $bytes\n";
    @{ thaw(substr $bytes, 8) };
}

sub show {
    my ($reply) = @_;
    print join('', map { "$_=$reply->{$_}\n" } sort keys %$reply);
}

sub ask { my ($path, $request) = @_; my $socket = dial($path); put($socket, frame($request)); show(unframe(drain($socket))) }

sub tell { my ($path, $group, $level) = @_; ask($path, { group => $group, level => $level }) }

# The level as a Perl number.
sub tell_number { my ($path, $group, $level) = @_; ask($path, { group => $group, level => 0 + $level }) }

# The group as characters, not bytes.
sub tell_characters {
    my ($path, $group, $level) = @_;
    utf8::decode($group);
    binmode STDOUT, ':utf8';
    ask($path, { group => $group, level => $level });
}

sub slow {
    my ($path, $group, $level) = @_;
    my $socket = dial($path);
    for my $byte (split //, frame({ group => $group, level => $level })) {
        put($socket, $byte);
        sleep 0.001;
    }
    show(unframe(drain($socket)));
}

# COUNT clients that are all connected before the first of them speaks.
sub many {
    my ($path, $count, $group) = @_;
    my @sockets = map { dial($path) } 1 .. $count;
    put($sockets[$_], frame({ group => $group, level => $_ })) for 0 .. $#sockets;
    my $good = 0;
    for my $level (reverse 0 .. $#sockets) {
        my ($reply) = unframe(drain($sockets[$level]));
        $good++ if $reply->{ok} && $reply->{level} == $level && $reply->{group} eq $group;
    }
    print "good=$good\n";
}

# Sends bytes as they are, and shows as hex what comes back.
sub raw {
    my ($path, $hex, $end) = @_;
    my $socket = dial($path);
    $SIG{PIPE} = 'IGNORE';
    put($socket, pack 'H*', $hex);
    shutdown($socket, 1) if $end;
    print 'got=', unpack('H*', drain($socket)), "\n";
}

# Tells, and stays for the second reply; each reply is printed as it comes, on one line.
sub wait_for_end {
    my ($path, $group, $level) = @_;
    my $socket = dial($path);
    put($socket, frame({ group => $group, level => $level, wait => 1 }));
    while (my $bytes = take($socket, 8)) {
        my ($reply) = unframe($bytes . take($socket, 0 + $bytes));
        print join(' ', map { "$_=$reply->{$_}" } sort keys %$reply), "\n";
    }
    print "closed\n";
}

# So many bytes; less when the daemon closes before.
sub take {
    my ($socket, $count) = @_;
    my $all = '';
    while (length $all < $count) {
        sysread($socket, $all, $count - length $all, length $all) or last;
    }
    $all;
}

# Sends a request and leaves without waiting for the reply.
sub hangup { my ($path, $group, $level) = @_; my $socket = dial($path); put($socket, frame({ group => $group, level => $level })); close $socket }

# Announces a body of 50,000 bytes and sends COUNT of them.
sub half {
    my ($path, $count) = @_;
    my $socket = dial($path);
    $SIG{PIPE} = 'IGNORE';
    syswrite($socket, '00050000' . "\0" x $count) // die "write: $!\n";
    print 'got=', unpack('H*', drain($socket)), "\n";
}

# Connects and says nothing.
sub silent {
    my ($path) = @_;
    my $socket = dial($path);
    print "connected\n";
    print 'got=', unpack('H*', drain($socket)), "\n";
}

# Values that Perl made, frozen, a line each.
sub freeze {
    my ($shared, @gaps) = ('shared');
    $gaps[2] = 1;
    my $undef = undef;
    my $hash = { inner => 1 };
    my %cases = (
        back => [ \$shared, \$shared ], hash => [ $hash, [$hash], $hash ], gaps => [ undef, $undef, \@gaps, \$shared, \$shared ],
        numbers => [ 0, 1, -1, 127, -128, 128, -129, 2**31 - 1, -2**31, 2**31, 1.5, 1e20 ], long => [ 'x' x 255, 'x' x 256, "\x{263a}" x 100 ],
        keys => [ { "\x{263a}" => 1, plain => "\x{e9}" } ], code => [ bless {}, 'Some::Class' ], cycle => do { my $c = []; push @$c, $c; [$c] },
    );
    print "$_=", unpack('H*', nfreeze($cases{$_})), "\n" for sort keys %cases;
}

# What Perl makes of a body.
sub show_thawed {
    my ($hex) = @_;
    binmode STDOUT, ':utf8';
    my $describe;
    $describe = sub {
        my ($value) = @_;
        return 'undef' if !defined $value;
        return '[' . join(',', map { $describe->($_) } @$value) . ']' if ref $value eq 'ARRAY';
        return '{' . join(',', map { "$_=" . $describe->($value->{$_}) } sort keys %$value) . '}' if ref $value eq 'HASH';
        return '\\' . $describe->($$value) if ref $value;
        return length $value > 40 ? 'length ' . length $value : $value;
    };
    print $describe->(thaw(pack 'H*', $hex)), "\n";
}
