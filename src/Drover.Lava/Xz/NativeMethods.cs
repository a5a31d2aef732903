using System.Runtime.InteropServices;

namespace Drover.Lava.Xz;

/// <summary>The single-call functions of liblzma: lzma/container.h.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Name of the library, and of the Debian package that holds it.</summary>
    internal const string Library = "liblzma.so.5", Package = "liblzma5";

    [LibraryImport(Library, EntryPoint = "lzma_stream_buffer_decode")]
    internal static partial int Decode(ref ulong memoryLimit, uint flags, nint allocator, byte* input, ref nuint inputAt, nuint inputSize, byte* output, ref nuint outputAt, nuint outputSize);

    [LibraryImport(Library, EntryPoint = "lzma_easy_buffer_encode")]
    internal static partial int Encode(uint preset, int check, nint allocator, byte* input, nuint inputSize, byte* output, ref nuint outputAt, nuint outputSize);

    [LibraryImport(Library, EntryPoint = "lzma_stream_buffer_bound")]
    internal static partial nuint Bound(nuint size);
}
