#!/usr/bin/perl
# Check an exported audit trail of Keyminder without Keyminder. It needs Perl 5.10 or newer and nothing else.
#
#   perl verify_audit.pl audit.jsonl                               the links between the lines
#   perl verify_audit.pl audit.jsonl head=12:9f86d081...           … and that nothing before a posted head was changed
#   perl verify_audit.pl audit.jsonl keys=audit-keys.txt           … and that no line was changed at all
#
# audit.jsonl: `keyminder audit export`, or /audit export in the chat as JSONL. head may be given several times.
# audit-keys.txt: `keyminder audit keys`. These keys open no secret, but who has them could forge lines.
# The exit code is 0 if all is well, 1 for a fault, 2 if something could not be read.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);

my $NO_ONE    = '00000000-0000-0000-0000-000000000000';
my $BEGINNING = '0' x 64;
my $NEAR      = 1000;    # a moved line is recognized so many places away from its own
my $MOST      = 20;      # edited lines that are named, then a chain is not read on

# The end of every line is fixed, so that nothing inside "details" can be taken for it.
my $LINE = qr/^
    (\{"actor":(?:null|-?\d+),"at":"[^"]*","chain_id":)(null|"[0-9a-f-]{36}")
    (,"details":\{.*\}),"hmac":"([^"]*)"(,"key_id":"([^"]*)","outcome":"[^"]*","previous":"([^"]*)"
    ,"sequence":)(\d+)(,"ticket_id":(?:null|"[0-9a-f-]{36}"),"what":"[^"]*"\})
$/x;

my ($file, $keys, %heads) = (undef, {});
for my $word (@ARGV) {
    if    ($word =~ /^head=(\d+):([0-9a-f]{64})$/) { $heads{"$1:$2"} = [$1, $2] }
    elsif ($word =~ /^keys=(.+)$/)                 { $keys = read_keys($1) }
    elsif ($word !~ /^(?:head|keys)=/ && !defined $file) { $file = $word }
    else  { cannot("$word is not understood. The first lines of this program show how it is used.") }
}
cannot('Which file? The first lines of this program show how it is used.') unless defined $file;

my ($chains, $order, @faults) = read_lines($file);
for my $chain (@$order) {
    my @found = check_chain(@{ $chains->{$chain} });
    my $last  = $chains->{$chain}[-1];
    my $name  = $chain eq $NO_ONE ? 'installation' : "team $chain";
    my $how   = %$keys ? 'every line is as it was written' : 'every line names the one before (contents not checked)';
    print @found ? '' : "$name: $how, up to the head $last->{number}:$last->{hmac}\n";
    push @faults, map {"$name: $_"} @found;
}
for my $head (values %heads) {
    my ($number, $hmac) = @$head;
    my ($at) = grep { $_->{number} == $number && $_->{hmac} eq $hmac } map {@$_} values %$chains;
    if   ($at) { print "head $number: it is in the trail, so no line before it was cut off or replaced\n" }
    else       { push @faults, "cut off or replaced: no chain has the posted head $number" }
}
print "$_\n" for @faults;
exit(@faults ? 1 : 0);

sub read_lines {
    my ($name) = @_;
    my (%lines, @names, @bad);
    open my $in, '<', $name or cannot("$name cannot be read: $!");
    while (my $text = <$in>) {
        $text =~ s/\r?\n\z//;
        if ($text !~ $LINE) { push @bad, "edited: line $. of the file is not one that Keyminder writes"; next }
        my $line = { number => $8, hmac => $4, key => $6, previous => $7 };
        my $chain = $2 eq 'null' ? "\"$NO_ONE\"" : $2;
        $line->{signed} = ["$1$chain$3,\"format\":1$5", $9];
        $chain =~ tr/"//d;
        push @names, $chain unless $lines{$chain};
        push @{ $lines{$chain} }, $line;
    }
    cannot("$name has no line of an audit trail.") unless @names || @bad;
    return (\%lines, \@names, @bad);
}

# Name what was done to a chain. Without keys an edited line shows only where its number or links do not fit.
sub check_chain {
    my @lines = @_;
    my ($previous, $edited, @found) = ($BEGINNING, 0);
    my %seen;
    for my $place (1 .. @lines) {
        my $line  = $lines[$place - 1];
        my $sound = $line->{number} == $place && is_signed($line, $place);
        my $fits  = $line->{previous} eq $previous || ($sound && %$keys && $edited == $place - 1);
        if (!$sound || !$fits) {
            my ($now) = grep { $lines[$_ - 1]{previous} eq $previous && is_signed($lines[$_ - 1], $place) }
                ($place + 1 .. @lines);
            my $first = $place > $NEAR ? $place - $NEAR : 1;
            my ($own) = grep { $_ != $place && %$keys && is_signed($line, $_) } ($first .. $place + $NEAR);
            my $moved = $line->{number} != $place || $own;
            if    ($seen{ $line->{hmac} })   { push @found, "inserted: line $place repeats another" }
            elsif ($now && (%$keys ? $own : is_linked($line, @lines))) { push @found, "reordered: line $place is line $now now" }
            elsif ($now)                     { push @found, "inserted: line $place" }
            elsif ($line->{number} > $place) { push @found, "missing: line $place" . upto($place, $line->{number} - 1) }
            elsif ($own && $own > $place)    { push @found, "missing: line $place" . upto($place, $own - 1) }
            elsif ($moved)                   { push @found, "inserted: line $place" }
            elsif (%$keys)                   { push @found, "edited: line $place" }
            else                             { push @found, "edited or missing: line $place does not follow the one before" }
            return @found if $found[-1] !~ /^edited: / || @found >= $MOST;
            $edited = $place;
        }
        $previous = $line->{hmac};
        $seen{ $line->{hmac} } = 1;
    }
    return @found;
}

# Whether the line's own predecessor is somewhere in the chain: then it was written, and not made up.
sub is_linked {
    my ($line, @lines) = @_;
    return scalar grep { $_->{hmac} eq $line->{previous} } @lines;
}

# Whether a line was written with this number. Without keys nothing contradicts it.
sub is_signed {
    my ($line, $number) = @_;
    return 1 unless %$keys;
    my $key = $keys->{ $line->{key} } or return 0;
    return hmac_sha256_hex(join($number, @{ $line->{signed} }), $key) eq $line->{hmac};
}

sub read_keys {
    my ($name) = @_;
    open my $in, '<', $name or cannot("$name cannot be read: $!");
    my %read = map { /^([0-9a-f]{16}):([0-9a-f]{64})\s*$/ ? ($1 => pack 'H*', $2) : () } <$in>;
    cannot("$name has no audit key.") unless %read;
    return \%read;
}

sub upto {
    my ($first, $last) = @_;
    return $last > $first ? " to $last" : '';
}

sub cannot {
    print STDERR "$_[0]\n";
    exit 2;
}
