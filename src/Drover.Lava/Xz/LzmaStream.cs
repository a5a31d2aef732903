using System.Runtime.InteropServices;

namespace Drover.Lava.Xz;

/// <summary><c>lzma_stream</c> of lzma/base.h, its reserved members left unnamed.</summary>
[StructLayout(LayoutKind.Sequential, Size = 136)]
internal unsafe struct LzmaStream
{
    public byte* NextIn;
    public nuint AvailableIn;
    public ulong TotalIn;
    public byte* NextOut;
    public nuint AvailableOut;
    public ulong TotalOut;
}
