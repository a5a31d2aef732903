using System.Runtime.InteropServices;

namespace Drover.Lava.Xz;

/// <summary>The functions of liblzma: lzma/base.h, lzma/container.h.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Name of the library, and of the Debian package that holds it.</summary>
    internal const string Library = "liblzma.so.5", Package = "liblzma5";

    [LibraryImport(Library, EntryPoint = "lzma_stream_decoder")]
    internal static partial int NewDecoder(LzmaStream* stream, ulong memoryLimit, uint flags);

    [LibraryImport(Library, EntryPoint = "lzma_code")]
    internal static partial int Code(LzmaStream* stream, int action);

    [LibraryImport(Library, EntryPoint = "lzma_end")]
    internal static partial void End(LzmaStream* stream);

    [LibraryImport(Library, EntryPoint = "lzma_easy_buffer_encode")]
    internal static partial int Encode(uint preset, int check, nint allocator, byte* input, nuint inputSize, byte* output, ref nuint outputAt, nuint outputSize);

    [LibraryImport(Library, EntryPoint = "lzma_stream_buffer_bound")]
    internal static partial nuint Bound(nuint size);
}
