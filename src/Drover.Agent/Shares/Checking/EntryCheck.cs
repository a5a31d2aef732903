using System.Runtime.CompilerServices;
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
    /// <param name="told">Whether it is to be told what differs.</param>
    [SkipLocalsInit]
    internal EntryOutcome Directory(int descriptor, in FileStatus status, PathRule rule, bool told)
    {
        Span<byte> access = stackalloc byte[AclAttribute.MostBytes], @default = stackalloc byte[AclAttribute.MostBytes];
        var owner = Owner(status, rule.Owner);
        var first = Compare(AclAttribute.Read(descriptor, AclKind.Access, access), access, status, AclKind.Access, rule.Directory);
        var second = Compare(AclAttribute.Read(descriptor, AclKind.Default, @default), @default, status, AclKind.Default, rule.Default);
        if (owner is null && first.IsRight && second.IsRight)
            return EntryOutcome.Right;
        var found = told ? Differences(status, owner, first, second) : null;
        return apply ? Applied(Apply(descriptor, owner, first, second), found) : new EntryOutcome(EntryState.Wrong) { Differences = found };
    }

    /// <summary>Looks at what is no directory.</summary>
    /// <param name="directory">The directory that it lies in.</param>
    /// <param name="name">Its name, with a closing zero.</param>
    /// <param name="rule">What it is to be like.</param>
    /// <param name="told">Whether it is to be told what differs.</param>
    [SkipLocalsInit]
    internal EntryOutcome File(int directory, byte* name, PathRule rule, bool told)
    {
        if (FileStatus.OfEntry(directory, name) is not { } status)
            return EntryOutcome.Gone;
        if (!status.IsRegular)
            return EntryOutcome.Right;
        Span<byte> value = stackalloc byte[AclAttribute.MostBytes];
        var access = Compare(AclAttribute.ReadEntry(directory, name, value), value, status, AclKind.Access, rule.File(status.Mode));
        if (access.IsRight && Owner(status, rule.Owner) is null)
            return EntryOutcome.Right;
        var descriptor = Libc.OpenAt(directory, name, Libc.OpenPath | Libc.OpenNoFollow | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            return EntryOutcome.Gone;
        try
        {
            return Opened(descriptor, status, access, rule, told);
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>What was looked at by name counts only if it is what was opened then; otherwise its maker is not done yet, and it is looked at when he is.</summary>
    private EntryOutcome Opened(int descriptor, in FileStatus looked, in Found access, PathRule rule, bool told)
    {
        if (FileStatus.Of(descriptor) is not { IsRegular: true } status || status.Identity != looked.Identity)
            return EntryOutcome.Gone;
        var owner = Owner(status, rule.Owner);
        var wanted = access with { Wanted = rule.File(status.Mode) };
        var found = told || status.Links > 1 ? Differences(status, owner, wanted, null) : null;
        if (status.Links > 1)
        {
            return new EntryOutcome(EntryState.Left)
            {
                Differences = found,
                Problem = ShareProblemKind.SeveralNames,
                Detail = $"the file has {status.Links} names, and one of them may lie outside of the tree; copy it, or put it right by hand",
            };
        }
        return apply ? Applied(Apply(descriptor, owner, wanted, null), found) : new EntryOutcome(EntryState.Wrong) { Differences = found };
    }

    private static int Apply(int descriptor, RuleOwner? owner, in Found access, in Found? @default)
    {
        var error = owner is { } to && Libc.ChangeOwner(descriptor, to.User ?? AclEntry.Unnamed, to.Group ?? AclEntry.Unnamed) != 0 ? Errno.Last : 0;
        if (error == 0 && !access.IsRight)
            error = AclAttribute.Write(descriptor, AclKind.Access, access.Wanted);
        if (error == 0 && @default is { IsRight: false } other)
            error = AclAttribute.Write(descriptor, AclKind.Default, other.Wanted);
        return error;
    }

    private static Found Compare(int length, ReadOnlySpan<byte> value, in FileStatus status, AclKind kind, PosixAcl wanted)
    {
        if (length is -Errno.NoData or -Errno.NotSupported)
        {
            var none = kind == AclKind.Default ? PosixAcl.Empty : PosixAcl.OfMode(status.Mode);
            return new Found(wanted.Equals(none), none, 0, wanted);
        }
        if (length < 0)
            return new Found(false, null, -length, wanted);
        if (value[..length].SequenceEqual(wanted.Bytes))
            return new Found(true, wanted, 0, wanted);
        // Others may have written the same in another order.
        var present = PosixAcl.Parse(value[..length]);
        return new Found(wanted.Equals(present), present, 0, wanted);
    }

    private static RuleOwner? Owner(in FileStatus status, RuleOwner wanted) =>
        (wanted.User ?? status.Owner) != status.Owner || (wanted.Group ?? status.Group) != status.Group ? wanted : null;

    private static EntryOutcome Applied(int error, IReadOnlyList<EntryDifference>? found) => error switch
    {
        0 => new EntryOutcome(EntryState.Changed) { Differences = found },
        Errno.NoEntry or Errno.Stale => EntryOutcome.Gone,
        Errno.NotSupported => new EntryOutcome(EntryState.Left) { Differences = found, Problem = ShareProblemKind.NoAcls, Detail = "the file system has no ACLs; mount it with them" },
        _ => new EntryOutcome(EntryState.Left) { Differences = found, Problem = ShareProblemKind.Refused, Detail = Errno.Text(error) },
    };

    private static List<EntryDifference> Differences(in FileStatus status, RuleOwner? owner, in Found access, in Found? @default)
    {
        var differences = new List<EntryDifference>(3);
        if (owner is { } to)
            differences.Add(new EntryDifference(ShareAspect.Owner, $"{status.Owner}:{status.Group}", $"{to.User ?? status.Owner}:{to.Group ?? status.Group}"));
        if (!access.IsRight)
            differences.Add(new EntryDifference(ShareAspect.Access, access.ToString(), access.Wanted.ToString()));
        if (@default is { IsRight: false } other)
            differences.Add(new EntryDifference(ShareAspect.Default, other.ToString(), other.Wanted.ToString()));
        return differences;
    }

    /// <summary>What there is where an ACL is wanted.</summary>
    private readonly record struct Found(bool IsRight, PosixAcl? Present, int Error, PosixAcl Wanted)
    {
        public override string ToString() => Present?.ToString() ?? (Error == 0 ? "unreadable" : Errno.Text(Error));
    }
}
