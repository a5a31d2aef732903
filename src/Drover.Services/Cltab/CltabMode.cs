namespace Drover.Services.Cltab;

/// <summary>The fourth field of a cltab line: how an entry is run. Exact words, lower case.</summary>
public enum CltabMode
{
    /// <summary><c>once</c>: started, and not waited for; not started again.</summary>
    Once,

    /// <summary><c>wait</c>: started, and later entries wait until it has ended; its exit status is ignored.</summary>
    Wait,

    /// <summary><c>respawn</c>: started, not waited for, and started again at each death for as long as the level holds.</summary>
    Respawn,

    /// <summary><c>off</c>: not run. Skipped in every level.</summary>
    Off,

    /// <summary><c>test</c>: like <see cref="Wait"/>; its exit status decides the state of the group.</summary>
    Test,
}
