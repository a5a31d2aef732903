using System.Diagnostics.CodeAnalysis;

namespace Drover.Opcodes;

/// <summary>Knows the opcodes that a job may be made of. Thread safe.</summary>
public interface IOpcodeCatalog
{
    /// <summary>Looks an opcode up.</summary>
    /// <param name="opId">Identifier such as <c>OP_TEST_DELAY</c>.</param>
    /// <param name="schema">Its parameters.</param>
    /// <param name="runnable">False when the opcode is known, but nothing here runs it yet.</param>
    bool TryFind(string opId, [NotNullWhen(true)] out OpcodeSchema? schema, out bool runnable);
}
