namespace Drover.Agent.Shares.Acls;

/// <summary>Whom an entry of an ACL is for, by the numbers that the kernel gives them.</summary>
internal enum AclTag : ushort
{
    Owner = 0x01,
    User = 0x02,
    OwningGroup = 0x04,
    Group = 0x08,
    Mask = 0x10,
    Other = 0x20,
}

/// <summary>What an entry gives.</summary>
[Flags]
internal enum AclRights : ushort
{
    None = 0,
    Execute = 1,
    Write = 2,
    Read = 4,
    All = Read | Write | Execute,
}

/// <summary>One entry of an ACL.</summary>
/// <param name="Number">The user or group that it names; <see cref="Unnamed"/> in entries that name none.</param>
internal readonly record struct AclEntry(AclTag Tag, AclRights Rights, uint Number = AclEntry.Unnamed)
{
    internal const uint Unnamed = uint.MaxValue;

    /// <summary>Whether it names a user or group.</summary>
    internal bool IsNamed => Tag is AclTag.User or AclTag.Group;

    /// <summary>As <c>getfacl -n</c> writes it.</summary>
    public override string ToString()
    {
        var tag = Tag switch
        {
            AclTag.Owner or AclTag.User => "user",
            AclTag.OwningGroup or AclTag.Group => "group",
            AclTag.Mask => "mask",
            _ => "other",
        };
        return IsNamed ? $"{tag}:{Number}:{Text(Rights)}" : $"{tag}::{Text(Rights)}";
    }

    internal static string Text(AclRights rights) => string.Create(3, rights, static (text, rights) =>
    {
        text[0] = rights.HasFlag(AclRights.Read) ? 'r' : '-';
        text[1] = rights.HasFlag(AclRights.Write) ? 'w' : '-';
        text[2] = rights.HasFlag(AclRights.Execute) ? 'x' : '-';
    });
}
