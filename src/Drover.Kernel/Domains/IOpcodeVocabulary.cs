using Drover.Opcodes;

namespace Drover.Kernel.Domains;

/// <summary>Opcodes that exist in a foreign system's vocabulary.</summary>
public interface IOpcodeVocabulary
{
    /// <summary>Schema of an opcode, or null when the vocabulary does not have it.</summary>
    OpcodeSchema? Find(string opId);
}
