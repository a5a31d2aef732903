using Drover.Agent.Native;

namespace Drover.Agent.Shares.Walking;

/// <summary>The names in a directory, in the order of their bytes, so that a walk can go on behind a name whatever else has come or gone.</summary>
internal sealed unsafe class DirectoryNames
{
    private const int BufferBytes = 32 << 10;
    private const int LengthAt = 16, KindAt = 18, NameAt = 19; // struct linux_dirent64
    private const byte KindDirectory = 4, KindUnknown = 0; // DT_DIR, DT_UNKNOWN

    private readonly byte[] _names;
    private readonly Entry[] _entries;

    private DirectoryNames(byte[] names, Entry[] entries)
    {
        _names = names;
        _entries = entries;
        Array.Sort(_entries, (left, right) => Name(left).SequenceCompareTo(Name(right)));
    }

    internal int Count => _entries.Length;

    /// <summary>The name with its closing zero.</summary>
    internal ReadOnlySpan<byte> this[int index] => _names.AsSpan(_entries[index].Start, _entries[index].Length + 1);

    /// <summary>Whether it may be a directory, as far as the listing tells.</summary>
    internal bool MayBeDirectory(int index) => _entries[index].Kind is KindDirectory or KindUnknown;

    /// <summary>The first entry whose name is not before this one.</summary>
    internal int From(ReadOnlySpan<byte> name)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Name(_entries[middle]).SequenceCompareTo(name) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    internal bool Has(int index, ReadOnlySpan<byte> name) => index < Count && Name(_entries[index]).SequenceEqual(name);

    /// <summary>Reads a directory that was just opened; null when it cannot be read (errno is set).</summary>
    internal static DirectoryNames? Read(int directory)
    {
        var names = new byte[1024];
        var filled = 0;
        var entries = new List<Entry>();
        var buffer = stackalloc byte[BufferBytes];
        while (true)
        {
            var got = Libc.ReadEntries(directory, buffer, BufferBytes);
            if (got < 0)
                return null;
            if (got == 0)
                return new DirectoryNames(names, [.. entries]);
            for (var at = buffer; at < buffer + got; at += *(ushort*)(at + LengthAt))
            {
                var name = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(at + NameAt);
                if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                    continue;
                if (names.Length < filled + name.Length + 1)
                    Array.Resize(ref names, Math.Max(names.Length * 2, filled + name.Length + 1));
                name.CopyTo(names.AsSpan(filled));
                names[filled + name.Length] = 0;
                entries.Add(new Entry(filled, (ushort)name.Length, at[KindAt]));
                filled += name.Length + 1;
            }
        }
    }

    private ReadOnlySpan<byte> Name(Entry entry) => _names.AsSpan(entry.Start, entry.Length);

    private readonly record struct Entry(int Start, ushort Length, byte Kind);
}
