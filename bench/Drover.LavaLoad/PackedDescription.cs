using System.Text;
using Drover.Lava.Xz;

namespace Drover.LavaLoad;

/// <summary>What END carries: the description of a pipeline, packed.</summary>
internal static class PackedDescription
{
    /// <summary>A description that is about so many bytes long when it is packed. Most of it is noise, which packing makes no smaller: the worst that can come.</summary>
    public static byte[] OfSize(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        var text = $"compatibility: 0\njob: {{}}\npipeline: []\nnoise: \"{Convert.ToHexString(noise)}\"\n";
        return XzStream.Pack(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, bytes * 2)]));
    }
}
