namespace Drover.Bench.Kernel;

/// <summary>The opcodes that the kernel parts submit.</summary>
internal static class Opcodes
{
    public static ReadOnlyMemory<byte> Noop { get; } = """{"OP_ID":"OP_BENCH_NOOP","reason":[["bench","",0]]}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Delay { get; } = """{"OP_ID":"OP_BENCH_DELAY","duration":0.001,"reason":[["bench","",0]]}"""u8.ToArray();

    /// <summary>Holds the lock of node1 until it is cancelled.</summary>
    public static ReadOnlyMemory<byte> Hold { get; } = """{"OP_ID":"OP_BENCH_DELAY","duration":3600}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Locked { get; } = """{"OP_ID":"OP_BENCH_LOCKED","reason":[["bench","",0]]}"""u8.ToArray();
}
