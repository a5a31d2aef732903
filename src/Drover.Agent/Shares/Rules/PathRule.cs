using Drover.Agent.Shares.Acls;

namespace Drover.Agent.Shares.Rules;

/// <summary>What kind a rule is; which may stand below which depends on it.</summary>
internal enum RuleClass
{
    /// <summary>An ACL.</summary>
    Acl,

    /// <summary>No ACL, readable by all.</summary>
    NoAcl,

    /// <summary>No ACL, for the owner alone.</summary>
    Restricted,
}

/// <summary>Whom an entry belongs to.</summary>
/// <param name="User">Its user; null when it is left as it is.</param>
/// <param name="Group">Its group; null when it is left as it is.</param>
internal readonly record struct RuleOwner(uint? User, uint? Group);

/// <summary>What a directory or file is to be like. Directories can always be entered by those who may read them; a file keeps the execute bits that it has, its owner's for the owner and its
/// group's for groups and mask, as far as the rule gives them at all.</summary>
internal sealed class PathRule
{
    private const int OwnerExecute = 0b001_000_000, GroupExecute = 0b000_001_000, OtherExecute = 0b000_000_001;
    private const int AnyExecute = OwnerExecute | GroupExecute | OtherExecute;
    private const int Readable = 0b111_101_101, Private = 0b111_000_000;

    private readonly Dictionary<int, PosixAcl> _files = [];
    private readonly int _kept;

    private PathRule(RuleClass kind, RuleOwner owner, PosixAcl directory, PosixAcl @default, PosixAcl file, int kept)
    {
        Class = kind;
        Owner = owner;
        Directory = directory;
        Default = @default;
        _kept = kept;
        foreach (var user in (int[])[0, OwnerExecute])
            foreach (var group in (int[])[0, GroupExecute])
                foreach (var other in (int[])[0, OtherExecute])
                    _files[user | group | other] = WithExecute(file, user | group | other);
    }

    internal RuleClass Class { get; }

    internal RuleOwner Owner { get; }

    /// <summary>Access ACL of a directory.</summary>
    internal PosixAcl Directory { get; }

    /// <summary>Default ACL of a directory; empty for none.</summary>
    internal PosixAcl Default { get; }

    /// <summary>A rule by ACLs. A file gets what the default ACL says.</summary>
    internal static PathRule ByAcl(RuleOwner owner, PosixAcl directory, PosixAcl @default) => new(RuleClass.Acl, owner, directory, @default, @default, AnyExecute);

    /// <summary>Directories 0755, files 0644 with the execute bits that they have.</summary>
    internal static PathRule NoAcl(RuleOwner owner) => new(RuleClass.NoAcl, owner, PosixAcl.OfMode(Readable), PosixAcl.Empty, PosixAcl.OfMode(Readable), AnyExecute);

    /// <summary>Directories 0700, files 0600 with the execute bit of their owner.</summary>
    internal static PathRule Restricted(RuleOwner owner) => new(RuleClass.Restricted, owner, PosixAcl.OfMode(Private), PosixAcl.Empty, PosixAcl.OfMode(Private), OwnerExecute);

    /// <summary>Directories 0700, files 0600.</summary>
    internal static PathRule Bare(RuleOwner owner) => new(RuleClass.Restricted, owner, PosixAcl.OfMode(Private), PosixAcl.Empty, PosixAcl.OfMode(Private), 0);

    /// <summary>The same with more entries; none of those that it has becomes less.</summary>
    internal PathRule With(IReadOnlyCollection<AclEntry> entries) => ByAcl(Owner, With(Directory, entries), With(Default, entries));

    /// <summary>The same with more entries for a directory itself, and not for what will be made in it.</summary>
    internal PathRule WithAccess(IReadOnlyCollection<AclEntry> entries) => ByAcl(Owner, With(Directory, entries), Default);

    /// <summary>Access ACL of a file.</summary>
    /// <param name="mode">The mode that it has.</param>
    internal PosixAcl File(int mode) => _files[mode & _kept];

    private static PosixAcl With(PosixAcl acl, IReadOnlyCollection<AclEntry> entries) =>
        PosixAcl.Of([.. acl.Entries, .. entries, .. entries.Where(entry => entry.Tag is not AclTag.Owner and not AclTag.Other).Select(entry => new AclEntry(AclTag.Mask, entry.Rights))]);

    private static PosixAcl WithExecute(PosixAcl acl, int bits) => PosixAcl.Of(acl.Entries.Select(entry =>
    {
        var bit = entry.Tag switch { AclTag.Owner => OwnerExecute, AclTag.Other => OtherExecute, _ => GroupExecute };
        return (bits & bit) != 0 ? entry : entry with { Rights = entry.Rights & ~AclRights.Execute };
    }));
}
