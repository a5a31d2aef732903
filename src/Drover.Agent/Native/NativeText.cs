using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Drover.Agent.Native;

/// <summary>Strings and string tables for C: a bag of native memory that is freed at once.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private readonly List<nint> _owned = [];

    /// <summary>A copy with a closing zero that is never freed.</summary>
    internal static nint Copy(ReadOnlySpan<byte> text)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(memory, text.Length));
        memory[text.Length] = 0;
        return (nint)memory;
    }

    /// <summary>Bytes for people: as UTF-8 if they are, else as Latin-1.</summary>
    internal static string Show(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);

    internal byte* Add(ReadOnlySpan<byte> text)
    {
        var memory = (byte*)Own((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(memory, text.Length));
        memory[text.Length] = 0;
        return memory;
    }

    internal byte* Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var memory = (byte*)Own((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(memory, length));
        memory[length] = 0;
        return memory;
    }

    /// <summary>A table of pointers that ends in null, with room for so many.</summary>
    internal byte** Table(int entries)
    {
        var table = (byte**)Own((nuint)((entries + 1) * sizeof(nint)));
        table[entries] = null;
        return table;
    }

    public void Dispose()
    {
        foreach (var memory in _owned)
            NativeMemory.Free((void*)memory);
        _owned.Clear();
    }

    private void* Own(nuint size)
    {
        var memory = NativeMemory.Alloc(size);
        _owned.Add((nint)memory);
        return memory;
    }
}
