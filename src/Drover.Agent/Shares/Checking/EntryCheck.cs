using Drover.Agent.Native;
using Drover.Agent.Shares.Acls;
using Drover.Agent.Shares.Rules;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Compares one entry with its rule and puts right what differs: owner and whole ACLs, only where they differ, and by a descriptor that stands for what was compared.</summary>
/// <param name="apply">Whether what differs is put right.</param>
internal sealed unsafe class EntryCheck(bool apply)
{
    /// <summary>Looks at a directory.</summary>
    /// <param name="descriptor">It, open for reading.</param>
    /// <param name="status">What it is.</param>
    /// <param name="rule">What it is to be like.</param>
    internal EntryOutcome Directory(int descriptor, in FileStatus status, PathRule rule)
    {
        var owner = Owner(status, rule.Owner);
        var access = Present(descriptor, AclKind.Access, status, rule.Directory);
        var @default = Present(descriptor, AclKind.Default, status, rule.Default);
        if (owner is null && access.IsRight && @default.IsRight)
            return EntryOutcome.Right;
        var found = Differences(status, rule.Owner, owner, (access, rule.Directory), (@default, rule.Default));
        if (!apply)
            return new EntryOutcome(EntryState.Wrong) { Differences = found };
        var error = owner is { } to ? Give(descriptor, to) : 0;
        if (error == 0 && !access.IsRight)
            error = AclAttribute.Write(descriptor, AclKind.Access, rule.Directory);
        if (error == 0 && !@default.IsRight)
            error = AclAttribute.Write(descriptor, AclKind.Default, rule.Default);
        return Applied(error, found);
    }

    /// <summary>Looks at what is no directory.</summary>
    /// <param name="directory">The directory that it lies in.</param>
    /// <param name="name">Its name, with a closing zero.</param>
    /// <param name="rule">What it is to be like.</param>
    internal EntryOutcome File(int directory, byte* name, PathRule rule)
    {
        if (FileStatus.OfEntry(directory, name) is not { } status)
            return EntryOutcome.Gone;
        if (!status.IsRegular || IsRight(directory, name, status, rule))
            return EntryOutcome.Right;
        var descriptor = Libc.OpenAt(directory, name, Libc.OpenPath | Libc.OpenNoFollow | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            return EntryOutcome.Gone;
        try
        {
            // What was looked at by name counts no more: only what is open.
            return FileStatus.Of(descriptor) is { IsRegular: true } now ? Opened(descriptor, now, rule) : EntryOutcome.Gone;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    private EntryOutcome Opened(int descriptor, in FileStatus status, PathRule rule)
    {
        var wanted = rule.File(status.Mode);
        var owner = Owner(status, rule.Owner);
        var access = Present(descriptor, AclKind.Access, status, wanted);
        if (owner is null && access.IsRight)
            return EntryOutcome.Right;
        var found = Differences(status, rule.Owner, owner, (access, wanted), null);
        if (status.Links > 1)
        {
            return new EntryOutcome(EntryState.Left)
            {
                Differences = found,
                Problem = ShareProblemKind.SeveralNames,
                Detail = $"the file has {status.Links} names, and one of them may lie outside of the tree; copy it, or put it right by hand",
            };
        }
        if (!apply)
            return new EntryOutcome(EntryState.Wrong) { Differences = found };
        var error = owner is { } to ? Give(descriptor, to) : 0;
        if (error == 0 && !access.IsRight)
            error = AclAttribute.Write(descriptor, AclKind.Access, wanted);
        return Applied(error, found);
    }

    private static bool IsRight(int directory, byte* name, in FileStatus status, PathRule rule)
    {
        Span<byte> value = stackalloc byte[AclAttribute.MostBytes];
        var wanted = rule.File(status.Mode);
        return Owner(status, rule.Owner) is null && Compare(AclAttribute.ReadEntry(directory, name, value), value, status, AclKind.Access, wanted).IsRight;
    }

    private static Found Present(int descriptor, AclKind kind, in FileStatus status, PosixAcl wanted)
    {
        Span<byte> value = stackalloc byte[AclAttribute.MostBytes];
        return Compare(AclAttribute.Read(descriptor, kind, value), value, status, kind, wanted);
    }

    private static Found Compare(int length, ReadOnlySpan<byte> value, in FileStatus status, AclKind kind, PosixAcl wanted)
    {
        // The bytes are as we write them, but for what others have written in another order.
        if (length >= 0)
            return value[..length].SequenceEqual(wanted.Bytes) ? Found.Right : Found.Of(PosixAcl.Parse(value[..length]), wanted);
        if (length is not (-Errno.NoData or -Errno.NotSupported))
            return new Found(false, null, -length);
        return Found.Of(kind == AclKind.Default ? PosixAcl.Empty : PosixAcl.OfMode(status.Mode), wanted);
    }

    private static RuleOwner? Owner(in FileStatus status, RuleOwner wanted) =>
        wanted.User is { } user && user != status.Owner || wanted.Group is { } group && group != status.Group ? wanted : null;

    private static int Give(int descriptor, RuleOwner to) =>
        Libc.ChangeOwner(descriptor, to.User ?? AclEntry.Unnamed, to.Group ?? AclEntry.Unnamed) == 0 ? 0 : Errno.Last;

    private static EntryOutcome Applied(int error, IReadOnlyList<EntryDifference> found) => error switch
    {
        0 => new EntryOutcome(EntryState.Changed) { Differences = found },
        Errno.NoEntry or Errno.Stale => EntryOutcome.Gone,
        Errno.NotSupported => new EntryOutcome(EntryState.Left) { Differences = found, Problem = ShareProblemKind.NoAcls, Detail = "the file system has no ACLs; mount it with them" },
        _ => new EntryOutcome(EntryState.Left) { Differences = found, Problem = ShareProblemKind.Refused, Detail = Errno.Text(error) },
    };

    private static List<EntryDifference> Differences(in FileStatus status, RuleOwner wanted, RuleOwner? owner, (Found Found, PosixAcl Wanted) access, (Found Found, PosixAcl Wanted)? @default)
    {
        var differences = new List<EntryDifference>(3);
        if (owner is not null)
            differences.Add(new EntryDifference(ShareAspect.Owner, $"{status.Owner}:{status.Group}", $"{wanted.User ?? status.Owner}:{wanted.Group ?? status.Group}"));
        if (!access.Found.IsRight)
            differences.Add(new EntryDifference(ShareAspect.Access, access.Found.ToString(), access.Wanted.ToString()));
        if (@default is { Found.IsRight: false } other)
            differences.Add(new EntryDifference(ShareAspect.Default, other.Found.ToString(), other.Wanted.ToString()));
        return differences;
    }

    /// <summary>What there is where an ACL is wanted.</summary>
    private readonly record struct Found(bool IsRight, PosixAcl? Present, int Error)
    {
        internal static readonly Found Right = new(true, null, 0);

        internal static Found Of(PosixAcl? present, PosixAcl wanted) => wanted.Equals(present) ? Right : new Found(false, present, 0);

        public override string ToString() => Present?.ToString() ?? (Error == 0 ? "unreadable" : Errno.Text(Error));
    }
}
