package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.Machine;
import radicchio.engine.limits.WorkMeter;

/**
 * The machine of an instance that makes arrays, with the meter of its work. An instruction has only its instance, whose machine is the
 * only part of ours.
 */
public record MeteredMachine(Machine machine, WorkMeter meter) implements Machine {
  @Override
  public long[] call(int function, long[] args) {
    return machine.call(function, args);
  }
}
