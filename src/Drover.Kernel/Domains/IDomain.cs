namespace Drover.Kernel.Domains;

/// <summary>A domain plugs into the kernel by describing itself once.</summary>
public interface IDomain
{
    /// <summary>Declares what the domain brings; reads like its table of contents.</summary>
    void Describe(DomainBuilder d);
}
