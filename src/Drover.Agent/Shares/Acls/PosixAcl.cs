using System.Buffers.Binary;

namespace Drover.Agent.Shares.Acls;

/// <summary>An ACL (acl(5)) as the kernel takes it: always the whole, numbers only, in the order of tags and numbers. It is the value of the attributes
/// <c>system.posix_acl_access</c> and <c>_default</c>: a version of 4 bytes, and 8 bytes an entry.</summary>
internal sealed class PosixAcl : IEquatable<PosixAcl>
{
    /// <summary>The ACL that a directory has when its new entries get none.</summary>
    internal static readonly PosixAcl Empty = new([]);

    private const int HeadBytes = 4;
    private const int EntryBytes = 8;
    private const uint Version = 2;

    private const int PermissionBits = 0b111_111_111;

    private static readonly PosixAcl?[] s_modes = new PosixAcl?[PermissionBits + 1];

    private readonly AclEntry[] _entries;
    private readonly byte[] _bytes;
    private string? _text;

    private PosixAcl(AclEntry[] entries)
    {
        _entries = entries;
        _bytes = new byte[HeadBytes + (entries.Length * EntryBytes)];
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, Version);
        var rest = _bytes.AsSpan(HeadBytes);
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)entry.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], (ushort)entry.Rights);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], entry.IsNamed ? entry.Number : AclEntry.Unnamed);
            rest = rest[EntryBytes..];
        }
    }

    /// <summary>The value of the attribute.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal IReadOnlyList<AclEntry> Entries => _entries;

    /// <summary>Whether it says no more than a mode does, so that the kernel keeps it as one.</summary>
    internal bool IsMode => _entries.Length == 3 && Array.TrueForAll(_entries, entry => !entry.IsNamed && entry.Tag != AclTag.Mask);

    /// <summary>The permissions that a file with it has: the group's are those of the mask if there is one.</summary>
    internal int Mode => ((int)Of(AclTag.Owner) << 6) | ((int)(Find(AclTag.Mask) ?? Of(AclTag.OwningGroup)) << 3) | (int)Of(AclTag.Other);

    /// <summary>An ACL of these entries. Entries for the same become one that gives what any of them gives.</summary>
    internal static PosixAcl Of(params IEnumerable<AclEntry> entries) => new(
        [.. entries
            .GroupBy(entry => (entry.Tag, Number: entry.IsNamed ? entry.Number : AclEntry.Unnamed))
            .OrderBy(same => same.Key.Tag).ThenBy(same => same.Key.Number)
            .Select(same => new AclEntry(same.Key.Tag, same.Aggregate(AclRights.None, (rights, entry) => rights | entry.Rights), same.Key.Number))]);

    /// <summary>The ACL that stands for a mode.</summary>
    internal static PosixAcl OfMode(int mode) => s_modes[mode & PermissionBits] ??= Of(
        new(AclTag.Owner, (AclRights)((mode >> 6) & 7)),
        new(AclTag.OwningGroup, (AclRights)((mode >> 3) & 7)),
        new(AclTag.Other, (AclRights)(mode & 7)));

    /// <summary>Reads the value of an attribute; null when it is none that the kernel would give.</summary>
    internal static PosixAcl? Parse(ReadOnlySpan<byte> value)
    {
        if (value.Length < HeadBytes || (value.Length - HeadBytes) % EntryBytes != 0 || BinaryPrimitives.ReadUInt32LittleEndian(value) != Version)
            return null;
        var entries = new AclEntry[(value.Length - HeadBytes) / EntryBytes];
        var isInOrder = true;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = value[(HeadBytes + (i * EntryBytes))..];
            entries[i] = new AclEntry((AclTag)BinaryPrimitives.ReadUInt16LittleEndian(entry), (AclRights)BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]));
            if (!Enum.IsDefined(entries[i].Tag) || entries[i].Rights > AclRights.All)
                return null;
            isInOrder &= i == 0 || entries[i - 1].Tag < entries[i].Tag || (entries[i - 1].Tag == entries[i].Tag && entries[i - 1].Number < entries[i].Number);
        }
        return isInOrder ? new PosixAcl(entries) : Of(entries);
    }

    /// <summary>What an entry that names nobody gives; null when there is none.</summary>
    internal AclRights? Find(AclTag tag, uint number = AclEntry.Unnamed)
    {
        foreach (var entry in _entries)
        {
            if (entry.Tag == tag && entry.Number == number)
                return entry.Rights;
        }
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(PosixAcl? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PosixAcl);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The lines of <c>getfacl -nc</c> with commas between them, which <c>setfacl --set</c> takes; <c>-</c> for none.</summary>
    public override string ToString() => _text ??= _entries.Length == 0 ? "-" : string.Join(',', _entries);

    private AclRights Of(AclTag tag) => Find(tag) ?? AclRights.None;
}
